import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary directory with these files; disposing removes it. */
export function temporary(files: Readonly<Record<string, string>> = {}) {
  const path = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text, { mode: 0o700 });
  return {
    path,
    at: (name: string) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}
