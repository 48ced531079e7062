declare module "jsonld" {
  const jsonld: {
    /** JSON-LD 1.1 API §9.1. */
    compact(
      document: unknown,
      context: unknown,
      options: {
        documentLoader(url: string): Promise<{ contextUrl: string | null; documentUrl: string; document: unknown }>
      },
    ): Promise<unknown>
  }
  export default jsonld
}
