/** The line of a component's log that tells why it ended: the last fatal one, else the last error, else the last at all. */
export function lineThatMatters(log: string): string | undefined {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const line = lines.findLast(isFatal) ?? lines.findLast(isError) ?? lines.at(-1);
  return line && inWords(line);
}

const isFatal = (line: string) =>
  /^F\d{4} |^panic: |^fatal error: |^[Ee]rror: |"command failed"|"level":"(fatal|panic)"/.test(line);
const isError = (line: string) => /^E\d{4} |"level":"error"/.test(line);

/** klog writes `E1122 21:04:19.177231   23227 options.go:205] …`; etcd writes JSON. */
function inWords(line: string): string {
  if (line.startsWith('{')) {
    try {
      const { msg, error } = JSON.parse(line) as { msg?: string; error?: string };
      return [msg, error].filter(Boolean).join(': ') || line;
    } catch {
      return line; // it only looks like JSON
    }
  }
  return line.replace(/^[EFIW]\d{4} [\d:.]+ +\d+ [^\]]*\] /, '').trim();
}
