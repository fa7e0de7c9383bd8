// Pins the published protocols that `npm run update:csi-types` copies to this directory; no Go program is built from it.
module plimsoll/csi-proto

go 1.24.0

require (
	github.com/container-storage-interface/spec v1.12.0
	k8s.io/kubelet v0.37.2
)
