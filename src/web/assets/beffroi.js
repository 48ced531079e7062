// Nothing here is needed to read or to submit: every element wraps a link or a form that works alone.
const define = (name, connected) =>
  customElements.define(
    name,
    class extends HTMLElement {
      connectedCallback() {
        connected(this)
      }
    },
  )
const announcer = () => {
  const live = Object.assign(document.createElement("p"), { id: "live", className: "vh", role: "status" })
  document.body.append(live)
  return live
}
const announce = text => {
  const live = document.getElementById("live") ?? announcer()
  live.textContent = ""
  setTimeout(() => {
    live.textContent = text
  }, 50)
}
// A click with a modifier asks for a new tab: the link is left to it. Focus returns where it was when the dialog closes.
define("b-follow", el =>
  el.addEventListener("click", e => {
    const d = document.getElementById("suivre")
    if (d?.showModal && !e.ctrlKey && !e.metaKey && !e.shiftKey) {
      e.preventDefault()
      d.showModal()
    }
  }),
)
define("b-copy", el =>
  el.addEventListener("click", async e => {
    e.preventDefault()
    try {
      await navigator.clipboard.writeText(el.getAttribute("value"))
      announce(el.getAttribute("message"))
    } catch {
      prompt("", el.getAttribute("value"))
    }
  }),
)
define("b-play", el =>
  el.addEventListener("click", e => {
    e.preventDefault()
    const f = Object.assign(document.createElement("iframe"), {
      src: el.getAttribute("src"),
      title: el.getAttribute("label"),
      allowFullscreen: true,
    })
    el.parentElement.replaceChildren(f)
    f.focus()
  }),
)
define("b-map", el => {
  const draw = async e => {
    e?.preventDefault()
    const map = await import(el.dataset.script)
    await map.draw(el)
  }
  el.querySelector("a").addEventListener("click", draw)
  if (el.hasAttribute("open")) draw()
})
