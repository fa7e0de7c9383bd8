/**
 * What was seen, without what differs from run to run of one cluster: generated names, addresses, on which of several alike nodes or
 * zones something is, in which order and how often. Words that end in digits lose them: `worker2` and `worker3` are alike.
 */
export function withoutChance(saw: string): string {
  const parts = chances
    .reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), saw)
    .split(separators);
  return [...new Set(parts.map((part) => part.trim()))].filter(Boolean).sort().join('; ');
}

const separators = /; |, |\n| {2,}/;

/** Letters of generated names: k8s.io/apimachinery, pkg/util/rand. */
const generated = '[bcdfghjklmnpqrstvwxz2456789]';

const chances: readonly (readonly [RegExp, string])[] = [
  [/\bplimsoll-[a-z0-9-]+-[a-z0-9]{6}\b/g, '<namespace>'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>'],
  [new RegExp(`(?<=[a-z0-9])-${generated}{8,10}-${generated}{5}\\b`, 'g'), '-<pod>'],
  [new RegExp(`(?<=[a-z0-9])-${generated}{5}\\b`, 'g'), '-<pod>'],
  [/\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b/g, '<address>'],
  [/<address>(, <address>)+/g, '<address>'],
  // How many there are at the moment of the look, and how often each.
  [/^\d+ of \d+ Pods: /, ''],
  [/(?<!\S)\d+ × /g, ''],
  [/ ×\d+(?=:)/g, ''],
  [/\(x\d+ over [^)]*\)/g, ''],
  [/(?<=restarts: .*)\b\d+\b/g, '#'],
  [/\b\d+(\.\d+)?(ms|s|m)\b/g, '<time>'],
  // Nodes, zones, ordinals, ids of clouds: what has letters before its digits.
  [/(?<=[A-Za-z][A-Za-z-]*)\d[A-Za-z0-9]*(-[0-9][A-Za-z0-9]*)*\b/g, '#'],
  // A Pod's name before what it does: of several alike, one or the other is told first.
  [/(?<=^|; )[a-z][\w<>#-]*: (?=[A-Z])/g, ''],
];
