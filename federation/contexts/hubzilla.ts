/** The terms that Hubzilla names as `https://<host>/apschema/v1.x`; `zot` is of the host that serves them. */
export const hubzilla = (origin: string) => ({
  "@context": {
    as: "https://www.w3.org/ns/activitystreams#",
    zot: `${origin}/apschema#`,
    schema: "http://schema.org#",
    ostatus: "http://ostatus.org#",
    diaspora: "https://diasporafoundation.org/ns/",
    litepub: "http://litepub.social/ns#",
    toot: "http://joinmastodon.org/ns#",
    commentPolicy: "zot:commentPolicy",
    Bookmark: "zot:Bookmark",
    Category: "zot:Category",
    Emoji: "toot:Emoji",
    Hashtag: "as:Hashtag",
    PropertyValue: "schema:PropertyValue",
    conversation: "ostatus:conversation",
    directMessage: "litepub:directMessage",
    guid: "diaspora:guid",
    manuallyApprovesFollowers: "as:manuallyApprovesFollowers",
    uuid: "schema:identifier",
    value: "schema:value",
  },
})
