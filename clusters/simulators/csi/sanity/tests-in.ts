/** One test of csi-sanity, and what became of it. */
export interface SanityTest {
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped' | 'disabled';
  /** Why it failed, or was skipped. */
  readonly message: string;
}

/** A part of Ginkgo's report: https://pkg.go.dev/github.com/onsi/ginkgo/v2/types#Report */
interface Suite {
  readonly SpecReports: readonly {
    readonly LeafNodeType: string;
    readonly ContainerHierarchyTexts: readonly string[] | null;
    readonly LeafNodeText: string;
    readonly State: string;
    readonly Failure?: { readonly Message?: string };
  }[];
}

/** The tests of Ginkgo's JSON report; what is neither passed, skipped nor disabled by its author (`pending`) has failed. */
export function testsIn(report: string): readonly SanityTest[] {
  const suites = JSON.parse(report) as readonly Suite[];
  return suites.flatMap(({ SpecReports }) =>
    SpecReports.flatMap(({ LeafNodeType, ContainerHierarchyTexts, LeafNodeText, State, Failure }) => {
      // Set-up and clean-up of the suite are listed too; they count when they fail.
      if (LeafNodeType !== 'It' && State === 'passed') return [];
      const name = [...(ContainerHierarchyTexts ?? []), LeafNodeText].join(' ');
      return [{ name, state: states[State] ?? 'failed', message: Failure?.Message ?? '' }];
    }),
  );
}

const states: Readonly<Record<string, SanityTest['state']>> = {
  passed: 'passed',
  skipped: 'skipped',
  pending: 'disabled',
};
