import { type Parameter, SEGMENT } from "./parameters.ts"

// biome-ignore lint/suspicious/noExplicitAny: a parameter of any type stands here
type Parameters = readonly Parameter<string, any>[]
type ValueOf<P> = P extends Parameter<string, infer Value> ? Value : never
type Arguments<P extends Parameters> = { [I in keyof P]: ValueOf<P[I]> }
type Values<P extends Parameters> = { [One in P[number] as One["name"]]: ValueOf<One> }

/** One address of the site, called with its parameters in their order to give a path. */
export interface Address<P extends Parameters = Parameters> {
  (...values: Arguments<P>): string
  /**
   * For Hono's router. A parameter that fills its segment has its name there; a segment of more than that is `part`: its handler
   * asks `parse`.
   */
  readonly route: string
  /** The parameters of a path of this form, decoded; null for any other path. */
  parse(path: string): Values<P> | null
  /** The address with this appended, such as `/outbox` or `.ics`. */
  with<const Q extends Parameters>(literals: TemplateStringsArray, ...parameters: Q): Address<[...P, ...Q]>
}

/** Declares an address: address`/events/${uuid("id")}`. */
export const address = <const P extends Parameters>(literals: TemplateStringsArray, ...parameters: P): Address<P> =>
  addressOf([...literals], parameters)

function addressOf<P extends Parameters>(literals: readonly string[], parameters: P): Address<P> {
  const source = joined(literals, index => `(${parameters[index]!.pattern})`, escaped)
  const form = new RegExp(`^${source}$`)
  const [first = "", ...rest] = literals
  const build = (...values: Arguments<P>): string => {
    let path = first
    for (const [index, literal] of rest.entries()) path += parameters[index]!.write(values[index]) + literal
    return path
  }
  return Object.assign(build, {
    route: routeOf(literals, parameters),
    parse(path: string) {
      const match = form.exec(path)
      if (!match) return null
      try {
        const entries = parameters.map(({ name, read }, index) => [name, read(match[index + 1]!)])
        return Object.fromEntries(entries) as Values<P>
      } catch {
        // a malformed percent-encoding
        return null
      }
    },
    with<const Q extends Parameters>(more: TemplateStringsArray, ...added: Q) {
      const [suffix, ...others] = more
      const joint = `${literals.at(-1)}${suffix}`
      return addressOf<[...P, ...Q]>([...literals.slice(0, -1), joint, ...others], [...parameters, ...added])
    },
  })
}

const joined = (
  literals: readonly string[],
  parameter: (index: number) => string,
  literal = (text: string): string => text,
): string =>
  literals.map((text, index) => literal(text) + (index < literals.length - 1 ? parameter(index) : "")).join("")

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")

function routeOf(literals: readonly string[], parameters: Parameters): string {
  // NUL, which no literal contains, marks the parameters while the path is split into segments
  const path = joined(literals, index => `\0${index}\0`)
  return path
    .split("/")
    .map(segment => {
      if (!segment.includes("\0")) return segment
      const alone = /^\0(\d+)\0$/.exec(segment)
      if (alone) return routeParameter(parameters[Number(alone[1])]!)
      const pattern = segment
        .split("\0")
        .map((text, n) => (n % 2 === 0 ? escaped(text) : parameters[Number(text)]!.pattern))
        .join("")
      return `:part{${pattern}}`
    })
    .join("/")
}

const routeParameter = ({ name, pattern }: Parameter<string, unknown>): string =>
  pattern === SEGMENT ? `:${name}` : `:${name}{${pattern}}`
