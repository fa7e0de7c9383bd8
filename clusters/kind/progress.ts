/** The steps that kind tells of, a line each: pkg/internal/cli/status.go there. */
export interface KindProgress {
  told(line: string): void;
  /** The one that kind is at, without its picture: `Starting control-plane`. */
  readonly step: string;
}

/** Passes each step on when it begins. */
export function kindProgress(progress: (line: string) => void): KindProgress {
  let step = 'beginning';
  return {
    told(line) {
      const begun = /^ *• (.*?)\s*\.\.\.$/u.exec(line)?.[1];
      if (begun === undefined) return;
      step = begun.replace(/[^\p{ASCII}]/gu, '').trim();
      progress(`kind: ${step}`);
    },
    get step() {
      return step;
    },
  };
}

/** Why kind failed, in one line: what it says itself and, when a command in a node failed, what that complained of. */
export function whyKindFailed(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const own = lines.findLast((line) => line.startsWith('ERROR: '))?.slice('ERROR: '.length);
  const complaint = lines.findLast((line) => /^([Ee]rror: |error execution phase|Error response|docker: )/.test(line));
  const reasons = [own?.replace(/^failed to create cluster: /, ''), complaint].filter(Boolean);
  return [...new Set(reasons)].join(': ') || lines.findLast((line) => line !== '') || 'it said nothing';
}
