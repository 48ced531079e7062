/** A counter that rewrites its line on a terminal and stays silent elsewhere. */
export function progressOn(stream: NodeJS.WriteStream): (done: number, total: number) => void {
  return (done, total) => {
    if (stream.isTTY) stream.write(`\r${done} of ${total}${done === total ? "\n" : ""}`)
  }
}
