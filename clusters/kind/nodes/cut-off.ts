/** Commands that keep everything out of a node's network, and in it, but what it says to itself. */
const rules: readonly (readonly string[])[] = [
  ['INPUT', '!', '-i', 'lo'],
  ['OUTPUT', '!', '-o', 'lo'],
  ['FORWARD'],
].map(([chain = '', ...match]) => [chain, ...match, '-m', 'comment', '--comment', 'plimsoll', '-j', 'DROP']);

/** A script for `sh -c`, which changes nothing when it has been run before. */
export const cutOffScript = script((rule) => `iptables -w -C ${rule} 2>/dev/null || iptables -w -I ${rule}`);
export const reconnectScript = script((rule) => `! iptables -w -C ${rule} 2>/dev/null || iptables -w -D ${rule}`);

function script(command: (rule: string) => string): string {
  return ['set -e', ...rules.map((rule) => command(rule.join(' ')))].join('\n');
}
