package iosxr

import "github.com/headroom-audit/headroom/vendors"

func platforms() []vendors.Platform { return nil }
