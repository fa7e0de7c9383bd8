/**
 * A credential plugin as a script: it hands out what the file `answer` beside it holds, counts its starts in the file `starts`, and
 * writes down what it was asked.
 */
export const plugin = `#!/bin/sh
cd "$(dirname "$0")"
echo start >> starts
printf %s "$KUBERNETES_EXEC_INFO" > asked
printf %s "$EXTRA" > extra
[ -f complaint ] && { cat complaint >&2; exit 3; }
cat answer
`;

export const execVersion = 'client.authentication.k8s.io/v1';

/** What the plugin prints. */
export function credential(status: object, different: object = {}): string {
  return JSON.stringify({ apiVersion: execVersion, kind: 'ExecCredential', status, ...different });
}
