/** A credential plugin: it prints the file `answer`, counts its starts in `starts`, keeps its request in `asked`. */
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
