package ssh

import (
	"slices"

	xssh "golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/inventory"
)

// dss is the host key algorithm of the oldest routers; only where the inventory
// allows it.
const dss = "ssh-dss"

// algorithms is what is offered to one device, the cheap and modern first.
type algorithms struct{ kex, ciphers, macs, hostKeys []string }

// offer gives the algorithms for a device: what is safe, the cheaper of two
// that are equally so first (in Go, P-256 takes half the time of X25519), what
// routers of the last twenty years speak (group14-sha1, ssh-rsa, hmac-sha1), and what the
// inventory allows on this device only. x/crypto knows no aes192-cbc,
// aes256-cbc, hmac-md5 nor group15 (collector:1.5).
func offer(legacy []inventory.Legacy) algorithms {
	a := algorithms{
		kex: []string{
			xssh.KeyExchangeECDHP256, xssh.KeyExchangeCurve25519, xssh.KeyExchangeMLKEM768X25519, xssh.KeyExchangeECDHP384, xssh.KeyExchangeECDHP521,
			xssh.KeyExchangeDH14SHA256, xssh.InsecureKeyExchangeDH14SHA1, xssh.KeyExchangeDHGEXSHA256, xssh.KeyExchangeDH16SHA512,
		},
		ciphers: []string{
			xssh.CipherAES128GCM, xssh.CipherAES256GCM, xssh.CipherAES128CTR, xssh.CipherAES256CTR, xssh.CipherAES192CTR, xssh.CipherChaCha20Poly1305,
		},
		macs:     []string{xssh.HMACSHA256ETM, xssh.HMACSHA512ETM, xssh.HMACSHA256, xssh.HMACSHA512, xssh.HMACSHA1, xssh.InsecureHMACSHA196},
		hostKeys: []string{xssh.KeyAlgoED25519, xssh.KeyAlgoECDSA256, xssh.KeyAlgoECDSA384, xssh.KeyAlgoECDSA521, xssh.KeyAlgoRSASHA256, xssh.KeyAlgoRSASHA512, xssh.KeyAlgoRSA},
	}
	for _, l := range legacy {
		switch l {
		case inventory.LegacyGroup1:
			a.kex = append(a.kex, xssh.InsecureKeyExchangeDHGEXSHA1, xssh.InsecureKeyExchangeDH1SHA1)
		case inventory.LegacyCBC:
			a.ciphers = append(a.ciphers, xssh.InsecureCipherAES128CBC, xssh.InsecureCipherTripleDESCBC)
		case inventory.LegacyDSS:
			a.hostKeys = append(a.hostKeys, dss)
		case inventory.LegacyRC4:
			a.ciphers = append(a.ciphers, xssh.InsecureCipherRC4256, xssh.InsecureCipherRC4128, xssh.InsecureCipherRC4)
		case inventory.LegacySmallRS: // asked when the key is shown
		}
	}
	return a
}

// certificates are the host certificates that are asked for where an authority
// speaks for a device.
func certificates() []string {
	return []string{xssh.CertAlgoED25519v01, xssh.CertAlgoECDSA256v01, xssh.CertAlgoECDSA384v01, xssh.CertAlgoECDSA521v01, xssh.CertAlgoRSASHA256v01, xssh.CertAlgoRSASHA512v01}
}

// forKeys puts the algorithms of the known keys alone, so that a device with
// several keys shows the one that was pinned (golang/go#29286).
func (a algorithms) forKeys(known []xssh.PublicKey) algorithms {
	if len(known) == 0 {
		return a
	}
	var types []string
	for _, k := range known {
		switch k.Type() {
		case xssh.KeyAlgoRSA:
			types = append(types, xssh.KeyAlgoRSASHA256, xssh.KeyAlgoRSASHA512, xssh.KeyAlgoRSA)
		default:
			types = append(types, k.Type())
		}
	}
	a.hostKeys = slices.DeleteFunc(slices.Clone(a.hostKeys), func(n string) bool { return !slices.Contains(types, n) })
	if len(a.hostKeys) == 0 {
		a.hostKeys = types
	}
	return a
}
