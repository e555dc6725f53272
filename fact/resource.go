package fact

// The names of resources. A parser may use others for what is not forwarding
// memory for routes; rules know these.
const (
	FibIPv4      = "fib.ipv4"       // IPv4 unicast routes
	FibIPv6      = "fib.ipv6"       // IPv6 unicast routes
	FibMPLS      = "fib.mpls"       // labels
	FibMcastIPv4 = "fib.mcast.ipv4" // IPv4 multicast routes
	FibMcastIPv6 = "fib.mcast.ipv6"
	FibIPv4MPLS  = "fib.ipv4+mpls"  // one region that both share
	FibIPv6Mcast = "fib.ipv6+mcast" // one region that both share
	FibShared    = "fib.shared"     // one table for IPv4 and IPv6 routes
	FibLEM       = "fib.lem"        // exact-match memory (DNX LEM, Silicon One central EM)
	FibLPM       = "fib.lpm"        // longest-prefix memory for both families
	FibETCAMv4   = "fib.etcam.ipv4" // external TCAM
	FibETCAMv6   = "fib.etcam.ipv6"
	FibTCAMv4    = "fib.tcam.ipv4" // exception TCAM beside a trie
	FibTCAMv6    = "fib.tcam.ipv6"
	FibMemory    = "fib.memory" // bytes or percent of memory that holds the FIB (QFP exmem, Trio next-hop memory)
	HostIPv4     = "host.ipv4"  // /32 and neighbours
	HostIPv6     = "host.ipv6"
	Adjacency    = "adjacency" // rewrite entries, encapsulations
	NextHop      = "nexthop"   // FEC, next-hop groups
	ECMP         = "ecmp"
	MAC          = "mac"
	ACL          = "acl"
	QoS          = "qos"
	Netflow      = "netflow"
	Counters     = "counters"
	RIBIPv4      = "rib.ipv4" // routes in software
	RIBIPv6      = "rib.ipv6"
	CEFIPv4      = "cef.ipv4"
	CEFIPv6      = "cef.ipv6"
	Memory       = "memory" // control-plane memory
)
