/**
 * Replaces `$(NAME)` by the variable's value; `$$` is a dollar sign, and what is unknown or malformed stays as it is:
 * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function expandReferences(text: string, lookUp: (name: string) => string | undefined): string {
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (whole, name?: string) => {
    if (name === undefined) return '$';
    return lookUp(name) ?? whole;
  });
}
