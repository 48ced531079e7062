// Loaded by a click: draws the venues of the list beside it. Leaflet puts itself on `window.L`.
const styled = address =>
  new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address })
    link.onload = resolve
    link.onerror = reject
    document.head.append(link)
  })

const element = (name, text, more) => Object.assign(document.createElement(name), { textContent: text, ...more })

const spotsOf = features => {
  const spots = new Map()
  for (const feature of features) {
    const key = feature.geometry.coordinates.join()
    if (!spots.has(key)) spots.set(key, [])
    spots.get(key).push(feature)
  }
  return [...spots.values()]
}

const popup = features => {
  const list = element("ul", "", { className: "stack small" })
  for (const { properties } of features.slice(0, 20)) {
    const item = element("li", "")
    item.append(element("a", properties.name, { href: new URL(properties.url).pathname }), element("br", ""))
    item.append(properties.date)
    list.append(item)
  }
  const whole = element("div", "")
  whole.append(element("strong", features[0].properties.place), list)
  return whole
}

// One venue overseas would shrink the others to a dot: the map opens on those around the middle one.
const amid = pins => {
  const middle = axis => pins.map(pin => pin.getLatLng()[axis]).sort((a, b) => a - b)[pins.length >> 1]
  const [lat, lng] = [middle("lat"), middle("lng")]
  return pins.filter(pin => Math.abs(pin.getLatLng().lat - lat) < 12 && Math.abs(pin.getLatLng().lng - lng) < 12)
}

export const draw = async el => {
  const { tiles, venues, library, look, label, near, far, close } = el.dataset
  const [answer] = await Promise.all([fetch(venues), import(library), styled(look)])
  const { features } = await answer.json()
  const { L } = window
  const field = element("div", "", { className: "map drawn" })
  field.setAttribute("role", "region")
  field.setAttribute("aria-label", label)
  el.replaceWith(field)
  const map = L.map(field, { zoomControl: false, maxZoom: 18 })
  map.attributionControl.setPrefix(false)
  L.control.zoom({ zoomInTitle: near, zoomOutTitle: far }).addTo(map)
  L.tileLayer(tiles, {
    maxZoom: 18,
    attribution: '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>',
  }).addTo(map)
  const pins = spotsOf(features).map(here => {
    const [longitude, latitude] = here[0].geometry.coordinates
    const icon = L.divIcon({
      className: "pin",
      iconSize: [32, 40],
      iconAnchor: [16, 40],
      popupAnchor: [0, -36],
    })
    const [{ properties }] = here
    const title = here.length > 1 ? `${properties.place} (${here.length})` : `${properties.name}, ${properties.place}`
    return L.marker([latitude, longitude], { icon, title, count: here.length }).bindPopup(popup(here))
  })
  for (const pin of pins) pin.addTo(map)
  const shown = amid(pins)
  if (pins.length > 0) map.fitBounds(L.featureGroup(shown).getBounds(), { padding: [40, 40], maxZoom: 13 })
  else map.setView([46.6, 2.4], 5)
  // of itself a pin's name would be the number in it
  for (const pin of pins) {
    pin.getElement().setAttribute("aria-label", pin.options.title)
    if (pin.options.count > 1) pin.getElement().dataset.count = pin.options.count
  }
  map.on("popupopen", () => field.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", close))
  field.focus()
}
