/**
 * Reads what other servers send, once, on its way in. Each type of ActivityStreams has one function here, which turns a document into
 * values of `src/domain/`, ready for the columns that pages and feeds are made from. Behind it nothing looks into a document again.
 *
 * The documents are read as JSON and not through typed classes, which drop what a context renames (`location` under Mobilizon's). A
 * reader throws nothing but `UnreadableError`, for what cannot be stored; any other value that it does not understand counts as absent.
 *
 * To read another type, `Video` for example:
 *
 * 1. describe what is shown of it in `src/domain/`, and give its table these columns, `document` and `reading_version`;
 * 2. write `video.ts` here with `readVideo` and the small readers beside it (`ids.ts`, `date.ts`, `content.ts`, `place.ts` …), and export
 *    it below;
 * 3. call it from the handlers in `federation/inbox/`, before their transaction;
 * 4. hand its reader of stored documents to the worker in `src/app.ts`, as is done with `storedEventReader`, so that a newer version of it
 *    reads anew what is stored.
 */
export { readActor } from "./actor.ts"
export { readEvent, storedEventReader } from "./event.ts"
export { readNote } from "./note.ts"
