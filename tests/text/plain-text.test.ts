import { expect, test } from "vitest"
import { plainText } from "../../src/text/markdown/plain-text.ts"

test.each([
  ["", ""],
  ["Un **gras**, un *penché* et du `code`.", "Un gras, un penché et du code."],
  ["une\nligne\n\nune autre", "une ligne\n\nune autre"],
  ["# Titre\nTexte", "Titre\n\nTexte"],
  ["- un\n- deux\n\nfin", "- un\n- deux\n\nfin"],
  ["3. trois\n4. quatre", "3. trois\n4. quatre"],
  ["[la note](https://a.example/b,c) ici", "la note (https://a.example/b,c) ici"],
  ["<https://a.example/>", "https://a.example/"],
  ["![la *salle*](https://a.example/s.jpg)", "la *salle*"],
  ["<b>pas</b> du HTML", "<b>pas</b> du HTML"],
  ["```\nbrut  **x**\n```", "brut  **x**"],
])("%j reads %j", (source, text) => {
  expect(plainText(source)).toBe(text)
})
