import type { Context } from "hono"
import { html } from "hono/html"
import { FEED_FORMATS, paths } from "../../domain/paths.ts"
import { eventColumns, interviewColumns } from "../../feeds/data/csv.ts"
import { french } from "../../text/typography.ts"
import { licenceName, show, title } from "../components/document.ts"
import { pageFeeds } from "../components/head.ts"
import type { Html } from "../components/html.ts"
import { link, type WebEnv } from "../components/visit.ts"

/** The page for those who reuse the data: formats, addresses and the columns of the tables. */
export const openData = (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const words = visit.words.openData
  const { licence, name } = visit.site
  const own = (path: string) => html`<a href="${path}"><code>${path}</code></a>`
  const site = {
    export: paths.export(),
    catalogue: paths.catalogue(),
    openAgenda: paths.openAgenda(),
    schema: paths.xmlSchema(),
  }
  const columns = (id: string, heading: string, names: readonly string[], lead: Html | "") =>
    html`<section class="stack" aria-labelledby="${id}">
<h2 id="${id}">${heading}</h2>
${lead}
<table class="data">
<thead>
  <tr>
    <th scope="col">${words.column}</th>
    <th scope="col">${words.meaning}</th>
  </tr>
</thead>
<tbody>
${names.map(
  column => html`  <tr>
    <th scope="row"><code>${column}</code></th>
    <td>${words.columns[column]}</td>
  </tr>
`,
)}
</tbody>
</table>
</section>`
  const formats = FEED_FORMATS.map(
    format => html`  <tr>
    <th scope="row"><code>.${format}</code></th>
    <td>${words.formats[format]}</td>
    <td>${own(paths.feed(paths.home(), format))}</td>
  </tr>
`,
  )
  const choices = words.choices.map(
    ([name, text]) => html`  <div>
    <dt><code>${name}</code></dt>
    <dd>${text}</dd>
  </div>
`,
  )
  const ofSite = (["export", "catalogue", "openAgenda", "schema"] as const).map(
    one => html`  <li>${own(site[one])}<br>${words.site[one]}</li>
`,
  )
  return show(c, {
    title: title(visit, words.title),
    description: words.lede,
    main: html`<div class="wrap stack-l">
<div class="stack">
  <h1>${words.title}</h1>
  <p class="lede">${words.lede}</p>
  ${licence && html`<p>${words.licence} ${licenceName(licence)}</p>`}
</div>
<section class="stack" aria-labelledby="f">
<h2 id="f">${words.formatsTitle}</h2>
<table class="data">
<thead>
  <tr>
    <th scope="col">${words.format}</th>
    <th scope="col">${words.holds}</th>
    <th scope="col">${words.example}</th>
  </tr>
</thead>
<tbody>
${formats}
</tbody>
</table>
<p>${words.rules}</p>
</section>
<section class="stack" aria-labelledby="p">
  <h2 id="p">${words.pagesTitle}</h2>
  <ul class="stack">${words.pages.map(text => html`<li>${text}</li>`)}</ul>
  <p><a href="${link(visit, paths.partners())}">${visit.words.partners.title}</a></p>
</section>
<section class="stack" aria-labelledby="c">
<h2 id="c">${words.choiceTitle}</h2>
<dl class="facts">
${choices}
</dl>
</section>
<section class="stack" aria-labelledby="s">
<h2 id="s">${words.siteTitle}</h2>
<ul class="stack">
${ofSite}
</ul>
</section>
${columns("t", words.tableTitle, eventColumns, html`<p>${words.tableText}</p>`)}
${columns("i", words.interviewsTitle, interviewColumns, "")}
</div>`,
    feeds: pageFeeds(paths.home(), french(name)),
  })
}
