import { createInterview } from "../actions/interviews/create.ts"
import { deleteInterview } from "../actions/interviews/delete.ts"
import { publishInterview } from "../actions/interviews/publish.ts"
import { updateInterview } from "../actions/interviews/update.ts"
import { OPERATOR } from "../domain/by.ts"
import { notFound } from "../domain/errors.ts"
import type { WholeInterview } from "../domain/interview.ts"
import { paths } from "../domain/paths.ts"
import { isUuid } from "../domain/patterns.ts"
import { interviewInput, interviewPatch } from "../input/interview.ts"
import { parseInput } from "../input/parse.ts"
import { readInterview } from "../store/interviews.ts"
import { publicInterviews } from "../store/public/interviews.ts"
import { type Command, type CommandContext, UsageError } from "./command.ts"
import { readJson } from "./read-json.ts"

export const interviewsCommand: Command = {
  name: "interviews",
  summary: "list, create, change or delete interviews",
  usage: `interviews list
  interviews create FILE                (the JSON of the API; - for standard input)
  interviews patch INTERVIEW FILE
  interviews publish|delete INTERVIEW
    INTERVIEW is its uuid or the last part of its page's address`,
  async run(context, [verb = "list", name, file]) {
    const { db, site, print } = context
    if (verb === "list") {
      for (const { date, slug, title } of await publicInterviews(db)) print(`${date}\t${slug}\t${title}`)
      return
    }
    if (!name) throw new UsageError(`interviews ${verb} needs ${verb === "create" ? "a file" : "an interview"}`)
    if (verb === "create")
      return shown(
        context,
        await createInterview(db, site, OPERATOR, parseInput(interviewInput, (await readJson(name)).value)),
      )
    const id = await idOf(context, name)
    if (verb === "patch") {
      if (!file) throw new UsageError("interviews patch needs a file")
      return shown(
        context,
        await updateInterview(db, site, OPERATOR, id, parseInput(interviewPatch, (await readJson(file)).value)),
      )
    }
    if (verb === "publish") return shown(context, await publishInterview(db, site, OPERATOR, id))
    if (verb !== "delete") throw new UsageError(`interviews has no verb "${verb}"`)
    await deleteInterview(db, site, OPERATOR, id)
    print(`${name} deleted`)
  },
}

async function idOf({ db }: CommandContext, name: string): Promise<string> {
  const interview = await readInterview(db, isUuid(name) ? { id: name } : { slug: name })
  if (!interview) throw notFound("interview", name)
  return interview.id
}

function shown({ site, print }: CommandContext, interview: WholeInterview): void {
  print(`${interview.title}: ${interview.state}`)
  print(`  ${interview.id}`)
  if (interview.state === "published") print(`  ${site.origin}${paths.interviewPage(interview.slug)}`)
}
