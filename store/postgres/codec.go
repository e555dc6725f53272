package postgres

import (
	"errors"
	"fmt"

	"github.com/klauspost/compress/zstd"

	"github.com/headroom-audit/headroom/transcript"
)

// codec packs and unpacks transcripts.
type codec struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

func newCodec() (c *codec, err error) {
	c = &codec{}
	if c.enc, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1)); err != nil {
		return nil, err
	}
	// Our own captures are at most 16 MiB a session; what unpacks to more was not
	// written by us.
	c.dec, err = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(256<<20))
	return c, err
}

func (c *codec) close() error {
	c.dec.Close()
	return c.enc.Close()
}

func (c *codec) pack(raw []byte) []byte { return c.enc.EncodeAll(raw, nil) }

func (c *codec) unpack(raw []byte) ([]byte, error) { return c.dec.DecodeAll(raw, nil) }

// capture reads a transcript back, and checks that it is the one of a hash.
func (c *codec) capture(hash string, data []byte) (*transcript.Transcript, error) {
	file, err := c.unpack(data)
	if err != nil {
		return nil, fmt.Errorf("unpack it: %w", err)
	}
	if transcript.Hash(file) != hash {
		return nil, errors.New("it does not match its hash")
	}
	return transcript.Parse(file)
}
