declare module "json-canon" {
  /** RFC 8785. */
  export default function serialize(value: unknown): string
}
