import type { Expectation } from './expectation.ts';
import { isWorded, quoted, type Wording } from './wording.ts';

/** The API server refused a manifest that the scenario attempted, with that HTTP status and those words. */
export function refused(
  manifest: string,
  { status, message }: { readonly status: number; readonly message: Wording },
): Expectation {
  return {
    summary: `${manifest} is refused with ${status}: ${quoted(message)}`,
    look(view) {
      const refusal = view.refusal(manifest);
      const met = refusal?.status === status && isWorded(message, refusal.message);
      return { met, saw: refusal ? `${refusal.status}: ${refusal.message}` : 'no refusal', final: !met };
    },
  };
}
