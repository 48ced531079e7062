import fc from "fast-check"

/** The same cases in every run, so that a change and not a die decides; `SEED=…` tries others, and a failure names its own. */
fc.configureGlobal({ seed: Number(process.env.SEED ?? 20261122) })
