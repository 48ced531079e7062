import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { pageHtml } from "../../src/text/markdown/page-html.ts"

const html = (text: string, language = "fr", top: 2 | 3 = 2) => pageHtml(text, language, top).trim()

describe("descriptions", () => {
  test("Markdown, set in its language, except code and addresses", () => {
    expect(html("C'est *là* : `l'un : l'autre`, https://example.org/l'un")).toBe(
      "<p>C’est <em>là</em>\u00a0: <code>l'un : l'autre</code>, <a href=\"https://example.org/l'un\">https://example.org/l’un</a></p>",
    )
    expect(html("It's here : *now*", "en")).toBe("<p>It's here : <em>now</em></p>")
  })

  test("headings start below the page's and skip no level", () => {
    expect(html("# A\n\n### B\n\n###### C\n\n# D", "en")).toBe("<h2>A</h2>\n<h3>B</h3>\n<h4>C</h4>\n<h2>D</h2>")
    expect(html("###### C\n\n# A", "en", 3)).toBe("<h3>C</h3>\n<h3>A</h3>")
  })

  test("HTML is text, an image a link with its words, a script address nothing", () => {
    expect(html("<script>alert(1)</script>", "en")).toBe("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")
    expect(html("![A bell](https://images.example/bell.jpg)", "en")).toBe(
      '<p><a href="https://images.example/bell.jpg">A bell</a></p>',
    )
    expect(html("![](javascript:alert(1))", "en")).toBe("<p>![](javascript:alert(1))</p>")
    expect(html("[x](javascript:alert(1)) [y](//evil.example)", "en")).toBe("<p>[x](javascript:alert(1)) <a>y</a></p>")
  })

  test("nothing that was typed becomes an active element", () => {
    const pieces = fc.constantFrom(
      "<img src=x onerror=alert(1)>",
      "[a](",
      "javascript:",
      "](",
      ")",
      "`",
      "<",
      ">",
      '"',
      "\n",
      "data:text/html,",
      "# ",
      "> ",
      "https://a.b",
      "<svg onload=x>",
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), parts => {
        const result = html(parts.join(""))
        expect(
          result.match(
            /<(?!\/?(p|br|hr|a|strong|em|s|ul|ol|li|blockquote|code|pre|h[2-6]|table|thead|tbody|tr|th|td)[ >/])/g,
          ),
        ).toBe(null)
        expect(result.match(/<[^>]*\s(on\w+|style|src)\s*=/gi)).toBe(null)
        for (const [, href] of result.matchAll(/href="([^"]*)"/gi)) {
          // as a browser reads it: what is no scheme (%3Edata:) is a path
          expect(URL.parse(href!, "https://page.example/")?.protocol ?? "none").toMatch(/^(https?:|mailto:|tel:|none)$/)
        }
      }),
    )
  })
})
