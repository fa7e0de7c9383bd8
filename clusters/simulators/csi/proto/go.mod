// Pins the published protocols that proto.test.ts compares ours with; nothing is built from it.
module plimsoll/csi-proto

go 1.24.0

require (
	github.com/container-storage-interface/spec v1.12.0
	k8s.io/kubelet v0.37.2
)
