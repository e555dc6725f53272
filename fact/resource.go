package fact

// Resource names what a row counts, dotted, in our words: what holds it first, then
// the family of addresses or the device's own name of a part. Known says whether it
// is made of declared words.
type Resource string

// The names of resources. A parser may use others for what is not forwarding
// memory for routes; rules know these.
const (
	FibIPv4       Resource = "fib.ipv4"       // IPv4 unicast routes
	FibIPv6       Resource = "fib.ipv6"       // IPv6 unicast routes
	FibMPLS       Resource = "fib.mpls"       // labels
	FibMcastIPv4  Resource = "fib.mcast.ipv4" // IPv4 multicast routes
	FibMcastIPv6  Resource = "fib.mcast.ipv6"
	FibIPv4MPLS   Resource = "fib.ipv4+mpls"  // one region that both share
	FibIPv6Mcast  Resource = "fib.ipv6+mcast" // one region that both share
	FibShared     Resource = "fib.shared"     // one table for IPv4 and IPv6 routes
	FibLEM        Resource = "fib.lem"        // exact-match memory (DNX LEM, Silicon One central EM)
	FibLPM        Resource = "fib.lpm"        // longest-prefix memory for both families
	FibETCAMv4    Resource = "fib.etcam.ipv4" // external TCAM
	FibETCAMv6    Resource = "fib.etcam.ipv6"
	FibTCAMv4     Resource = "fib.tcam.ipv4" // exception TCAM beside a trie
	FibTCAMv6     Resource = "fib.tcam.ipv6"
	FibMemory     Resource = "fib.memory" // bytes or percent of memory that holds the FIB (QFP exmem, Trio next-hop memory)
	HostIPv4      Resource = "host.ipv4"  // /32 and neighbours
	HostIPv6      Resource = "host.ipv6"
	Adjacency     Resource = "adjacency" // rewrite entries, encapsulations
	NextHop       Resource = "nexthop"   // FEC, next-hop groups
	ECMP          Resource = "ecmp"
	MAC           Resource = "mac"
	ACL           Resource = "acl"
	QoS           Resource = "qos"
	Netflow       Resource = "netflow"
	Counters      Resource = "counters"
	RIBIPv4       Resource = "rib.ipv4" // routes in software
	RIBIPv6       Resource = "rib.ipv6"
	CEFIPv4       Resource = "cef.ipv4"
	CEFIPv6       Resource = "cef.ipv6"
	Memory        Resource = "memory"          // control-plane memory
	FibIPv6LPM128 Resource = "fib.ipv6.lpm128" // IPv6 routes beyond /64 in memory of their own
	FibLPMTCAM    Resource = "fib.lpmtcam"     // TCAM for prefixes of both families
	FibMcast      Resource = "fib.mcast"
	FibOther      Resource = "fib.other"
	LabelResource Resource = "labels" // in software
	OtherResource Resource = "other"  // what nobody named
	SRv6SID       Resource = "srv6.sid"
)
