package fetch

import (
	"errors"
	"net/netip"
)

// ErrPrivate says that an address lies in a private network.
var ErrPrivate = errors.New("the address is private: an operator may allow it in FETCH_ALLOW")

// publicMetadata is Azure's, which lies in no private network, so that no
// registry of special addresses has it: "What is IP address 168.63.129.16?",
// Microsoft Learn.
var publicMetadata = netip.MustParsePrefix("168.63.129.16/32")

// metadata are the addresses at which clouds hand a machine its passwords, as
// their manuals give them.
var metadata = []netip.Addr{
	publicMetadata.Addr(),
	netip.MustParseAddr("169.254.169.254"),    // AWS, Google, Azure, Oracle, DigitalOcean, OpenStack
	netip.MustParseAddr("169.254.170.2"),      // AWS, tasks in containers
	netip.MustParseAddr("169.254.0.23"),       // Tencent
	netip.MustParseAddr("169.254.42.42"),      // Scaleway
	netip.MustParseAddr("100.100.100.200"),    // Alibaba
	netip.MustParseAddr("192.0.0.192"),        // Oracle, older
	netip.MustParseAddr("fd00:ec2::254"),      // AWS
	netip.MustParseAddr("fd20:ce::254"),       // Google
	netip.MustParseAddr("fd00:c1::a9fe:a9fe"), // Oracle
	netip.MustParseAddr("fd00:42::42"),        // Scaleway
	netip.MustParseAddr("fe80::a9fe:a9fe"),    // OpenStack
}

// TooWide lists the networks of an allow list that hold an address at which a
// cloud hands out a machine's passwords: whoever may add a feed could read them.
func TooWide(allow []netip.Prefix) []netip.Prefix {
	var out []netip.Prefix
	for _, p := range allow {
		for _, a := range metadata {
			if p.Contains(a) {
				out = append(out, p)
				break
			}
		}
	}
	return out
}
