/**
 * A line that GitHub's runner takes for a command: `::error file=a,line=1::message`. Escaped as @actions/core does it
 * (https://github.com/actions/toolkit, packages/core/src/command.ts).
 */
export function workflowCommand(name: string, properties: Readonly<Record<string, string>> = {}, message = ''): string {
  const words = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(value)}`);
  return `::${name}${words.length > 0 ? ` ${words.join(',')}` : ''}::${escaped(message)}`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
