/** The end of the `--help` of each command. */
export const examples: Readonly<Record<string, string>> = {
  plimsoll: `
Examples:
  plimsoll run                                run every scenario on a new control plane (no Docker)
  plimsoll run --scenario 'pvc-*'             run some of them
  plimsoll run --profile aci=aks-1.6          run them against another version of the virtual node
  plimsoll run --cluster kind                 run them on real kubelets (docs/clusters.md lists the kinds)
  plimsoll compare embedded kind              show where two kinds of clusters differ
  plimsoll diff old.json new.json             show what changed since an earlier run
  plimsoll list                               list what is documented, and where
  eval "$(plimsoll up)"                       start a cluster for kubectl
  plimsoll explain pod/web                    explain why a Pod is not running, node by node
  plimsoll down                               stop that cluster

How it works: a scenario applies manifests and evaluates what a document states about them. Its verdict:
  passed    as documented                     drifted   a documented limitation is gone
  failed    not as documented                 skipped   the cluster lacks a required capability
  errored   inconclusive: infrastructure error, or the control did not come about

Exit codes of run:
  0 conformant  1 not conformant  2 usage or bad input  3 cluster or infrastructure  4 gate not met  130/143 signals`,
  run: `
Examples:
  plimsoll run --scenario pvc-is-refused inline-volume
  plimsoll run --scenario 'inline-*' --keep
  plimsoll run --kubernetes 1.34 --gate all --min-executed 20 --out artifacts
  plimsoll run --retries 2 --max-flaky 3                        for a remote cluster: retry what errored
  plimsoll run --baseline released/report.json                  fail only on what got worse
  plimsoll run --shard 1/3 --out shard-1                        run a third; plimsoll merge joins the reports
  plimsoll run --cluster kind                                   real kubelets, in containers
  plimsoll run --cluster kind --image kindest/node:v1.36.4 --suite multi-az
  plimsoll run --cluster container                              a control plane in one container, without Linux
  plimsoll run --cluster existing --context dev                 your cluster, on this machine
  plimsoll run --cluster existing --context aks --i-own-this-cluster aks --images mirror.yaml

Gates: core: no core scenario was skipped; extended: no scenario was skipped; all: and every scenario was selected.
Drift (a documented limitation that is gone) fails only with --strict.`,
  compare: `
Examples:
  plimsoll compare embedded kind
  plimsoll compare embedded kind --suite multi-az --out artifacts
  plimsoll compare monday/report.json tuesday/report.json       compare reports, run nothing

Each cluster takes the options that fit its kind. A difference that docs/fidelity.md explains does not count.
Exit codes: 0 alike, or explained; 1 an unexplained difference, or an outdated explanation;
4 nothing could be compared; others as for run.`,
  binaries: `
Sources, in this order: the cache; the directory in KUBEBUILDER_ASSETS; the official images from registry.k8s.io
(PLIMSOLL_REGISTRY sets a mirror, HTTPS_PROXY and NO_PROXY are honoured); go build. The CSI sidecars (csi-provisioner,
csi-attacher, csi-resizer) fit every minor; --pull and --build include them. The directory may lack them.

Examples:
  plimsoll binaries
  plimsoll binaries --pull --kubernetes 1.36`,
  diff: `
Examples:
  plimsoll diff released/report.json plimsoll-report/report.json
  plimsoll diff monday tuesday --format markdown >> "$GITHUB_STEP_SUMMARY"
  plimsoll diff monday tuesday --out artifacts                  write diff.json and diff.md

Exit codes: 0 nothing is worse; 1 a scenario fails or errors that did not before, objects are left behind,
or the new run is incomplete; 2 bad input.`,
  merge: `
Examples:
  plimsoll merge shard-1 shard-2 shard-3 --out plimsoll-report

Exit codes: 0 joined, whatever the verdicts; 2 the reports do not fit together; 3 joined, but a shard is missing
or incomplete.`,
  render: `
Examples:
  plimsoll render plimsoll-report/report.json                   write every format next to it
  plimsoll render old/report.json --out new`,
  list: `
Examples:
  plimsoll list --scenario 'inline-*'
  plimsoll list --json | jq -r '.[].id'`,
  up: `
Examples:
  eval "$(plimsoll up)"                       start it, and set KUBECONFIG for kubectl
  kubectl get nodes
  kubectl apply -f suites/aks-virtual-node/azurefile-claim.yaml -f suites/aks-virtual-node/pvc-is-refused.yaml
  kubectl describe pod <name>                 shows the event that the document names, with a rising count
  plimsoll down`,
  machine: `
Examples:
  plimsoll machine stop worker1               its Node is NotReady 50 s later, then tainted as shut down
  plimsoll machine add --zone ap-northeast-1a prints the name of the new Node
  plimsoll machine cut-off ap-northeast-1a    no traffic reaches the zone until reconnect`,
  explain: `
Examples:
  plimsoll explain                                   Pods of the cluster that up has started
  plimsoll explain pod/web -n shop --context aks     one Pod of another cluster
  plimsoll explain -n shop -n pay --context aks --json | jq -r '.explanations[].cause'`,
};
