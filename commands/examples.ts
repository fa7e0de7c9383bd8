/** What `plimsoll run --help` ends with. */
export const runExamples = `
Examples:
  plimsoll run --scenario pvc-is-refused inline-volume
  plimsoll run --scenario 'inline-*' --keep
  plimsoll run --kubernetes 1.34 --gate all --min-executed 20 --out artifacts
  plimsoll run --retries 2 --max-flaky 3                        on a cluster far away: what errors is played again
  plimsoll run --baseline released/report.json                  only what is worse than it was fails
  plimsoll run --shard 1/3 --out shard-1                        a third of it; plimsoll merge joins the reports
  plimsoll run --cluster kind                                   real kubelets, in containers
  plimsoll run --cluster kind --image kindest/node:v1.36.4 --suite multi-az
  plimsoll run --cluster container                              a control plane in one container, where there is no Linux
  plimsoll run --cluster existing --context dev                 one that is there; on this machine, or named twice:
  plimsoll run --cluster existing --context aks --i-own-this-cluster aks --images mirror.yaml

Gates: core, no core scenario was skipped; extended, none was skipped; all, moreover every scenario there is was selected.
Drift (a documented limitation that is gone) fails with --strict only.`;

/** What `plimsoll compare --help` ends with. */
export const compareExamples = `
Examples:
  plimsoll compare embedded kind
  plimsoll compare embedded kind --suite multi-az --out artifacts
  plimsoll compare monday/report.json tuesday/report.json       nothing is played

An option goes to those of the clusters that it fits. A difference that docs/fidelity.md explains does not count.
Exit codes: 0 alike, or explained; 1 an unexplained difference, or an explanation that explains nothing any more; 4 nothing could be
compared; others as run.`;

/** What `plimsoll binaries --help` ends with. */
export const binariesExamples = `
Sources, in this order: the cache; the directory in KUBEBUILDER_ASSETS; the official images from registry.k8s.io
(PLIMSOLL_REGISTRY names a mirror, HTTPS_PROXY and NO_PROXY are honoured); go build. The CSI sidecars (csi-provisioner,
csi-attacher, csi-resizer) serve every minor; --pull and --build take them along. The directory may lack them.

Examples:
  plimsoll binaries
  plimsoll binaries --pull --kubernetes 1.36`;

/** What `plimsoll diff --help` ends with. */
export const diffExamples = `
Examples:
  plimsoll diff released/report.json plimsoll-report/report.json
  plimsoll diff monday tuesday --format markdown >> "$GITHUB_STEP_SUMMARY"
  plimsoll diff monday tuesday --out artifacts                  diff.json and diff.md

Exit codes: 0 nothing is worse; 1 something began to fail, cannot be told any more or is left behind, or the new run was cut short;
2 bad input.`;

/** What `plimsoll merge --help` ends with. */
export const mergeExamples = `
Examples:
  plimsoll merge shard-1 shard-2 shard-3 --out plimsoll-report

Exit codes: 0 joined, whatever the verdicts; 2 they do not fit together; 3 joined, but a shard is missing or was cut short.`;

/** What `plimsoll render --help` ends with. */
export const renderExamples = `
Examples:
  plimsoll render plimsoll-report/report.json                   every format, beside it
  plimsoll render old/report.json --out new`;
