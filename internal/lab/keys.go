package lab

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/crypto/ssh"
)

// hostKeys are the keys of the whole lab: thousands of devices share them,
// since making one costs more than all else about a device. Those of faults are
// made when the first connection asks for them.
type hostKeys struct {
	modern ssh.Signer // ed25519
	rsa    ssh.Signer // 2048 bit
	other  func() (ssh.Signer, error)
	weak   func() (ssh.Signer, error)
}

const (
	rsaBits  = 2048
	weakBits = 768 // the default of routers of the years around 2005
	// leastBits is what Go makes where the program was not built with
	// //go:debug rsa1024min=0 (collector:0, point 7).
	leastBits = 1024
)

func newHostKeys() (*hostKeys, error) {
	modern, err := newEd25519()
	if err != nil {
		return nil, err
	}
	old, err := newRSA(rsaBits)
	if err != nil {
		return nil, err
	}
	return &hostKeys{modern: modern, rsa: old, other: sync.OnceValues(newEd25519), weak: sync.OnceValues(newWeak)}, nil
}

func newEd25519() (ssh.Signer, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	return ssh.NewSignerFromKey(key)
}

func newRSA(bits int) (ssh.Signer, error) {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		return nil, err
	}
	return ssh.NewSignerFromKey(key)
}

func newWeak() (ssh.Signer, error) {
	if key, err := newRSA(weakBits); err == nil {
		return key, nil
	}
	return newRSA(leastBits)
}

// shown gives the keys that a device with fault f shows.
func (k *hostKeys) shown(f Fault) ([]ssh.Signer, error) {
	switch {
	case f.is(FaultHostKey):
		s, err := k.other()
		return []ssh.Signer{s}, err
	case f.is(FaultWeakKey):
		s, err := k.weak()
		return []ssh.Signer{s}, err
	case f.is(FaultNewKeyType):
		return []ssh.Signer{k.rsa}, nil
	case f.is(FaultLegacy):
		as, ok := k.rsa.(ssh.AlgorithmSigner)
		if !ok {
			return nil, errors.New("the RSA key cannot choose an algorithm")
		}
		s, err := ssh.NewSignerWithAlgorithms(as, []string{ssh.KeyAlgoRSA})
		return []ssh.Signer{s}, err
	}
	return []ssh.Signer{k.modern, k.rsa}, nil
}

// pin gives the key that the inventory names for a device with fault f.
func (k *hostKeys) pin(f Fault) string {
	s := k.modern
	switch {
	case f.is(FaultLegacy):
		s = k.rsa
	case f.is(FaultWeakKey):
		if w, err := k.weak(); err == nil {
			s = w
		}
	}
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(s.PublicKey())))
}

// authorized reads an authorized_keys file.
func authorized(file []byte) ([][]byte, error) {
	var out [][]byte
	for rest := bytes.TrimSpace(file); len(rest) > 0; rest = bytes.TrimSpace(rest) {
		key, _, _, more, err := ssh.ParseAuthorizedKey(rest)
		if err != nil {
			return nil, fmt.Errorf("authorized keys: %w", err)
		}
		out, rest = append(out, key.Marshal()), more
	}
	return out, nil
}
