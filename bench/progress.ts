/** Told what is being done. Only people watch: where standard error is no terminal, nothing is said. */
export type Progress = (doing: string) => void;

export function progressOf(run: string): Progress {
  return (doing) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${run}: ${doing}`);
  };
}

export function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
}
