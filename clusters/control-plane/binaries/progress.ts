/** Reports a download's progress, at most once a second. */
export function downloadMeter(what: string, progress: (line: string) => void) {
  const began = performance.now();
  let total = 0;
  let received = 0;
  let reported = began;
  const report = () => {
    reported = performance.now();
    const seconds = Math.round((reported - began) / 1000);
    progress(`${what}: ${megabytes(received)} of ${megabytes(total)} MB, ${seconds} s`);
  };
  return {
    expect(bytes: number): void {
      total += bytes;
    },
    receive(bytes: number): void {
      received += bytes;
      if (performance.now() - reported >= 1000) report();
    },
    end: report,
  };
}

export function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

/** Reports a build's progress every ten seconds, from go's standard error, until it is disposed. */
export function buildMeter(what: string, progress: (line: string) => void) {
  const began = performance.now();
  let modules = 0;
  let compiled = 0;
  let total = 0;
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - began) / 1000);
    const done = total > 0 ? `${compiled} of at most ${total} packages compiled` : `${modules} modules downloaded`;
    progress(`${what}: ${done}, ${seconds} s`);
  }, 10_000);
  return {
    onLine(line: string): void {
      if (line.startsWith('go: downloading ')) modules++;
      else if (!line.startsWith('go: ') && !line.includes(' ')) compiled++;
    },
    packages(count: number): void {
      total = count;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
