module plimsoll/kubernetes-1.36

go 1.26.0
