package replay

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// maxFile is the largest file that is read as a capture: 16 sessions' worth.
const maxFile = 256 << 20

// blob is what one file holds, or one member of an archive.
type blob struct {
	name string // of the file; a member's follows behind a "!"
	data []byte
	at   time.Time // when it was written
	err  error
}

// packings are told by the first bytes of a file, not by its name.
var packings = []struct {
	magic string
	at    int
	open  func(b blob) []blob
}{
	{"\x1f\x8b", 0, packed(func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) })},
	{"BZh", 0, packed(func(r io.Reader) (io.Reader, error) { return bzip2.NewReader(r), nil })},
	{"\x28\xb5\x2f\xfd", 0, packed(func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r, zstd.WithDecoderConcurrency(1)) })},
	{"\xfd7zXZ\x00", 0, refused("packed with xz: unpack it first (xz -dk FILE)")},
	{"7z\xbc\xaf\x27\x1c", 0, refused("packed with 7-Zip: unpack it first")},
	{"PK\x03\x04", 0, unzip},
	{"ustar", 257, untar},
}

// unpack gives what a file holds: itself, or what is packed in it, to a depth of
// three (a log in gzip in a tar in gzip).
func unpack(b blob, depth int) []blob {
	if b.err != nil {
		return []blob{b}
	}
	for _, p := range packings {
		if len(b.data) < p.at+len(p.magic) || string(b.data[p.at:p.at+len(p.magic)]) != p.magic {
			continue
		}
		if depth == 0 {
			b.err = errors.New("packed too often to be read")
			return []blob{b}
		}
		var out []blob
		for _, in := range p.open(b) {
			out = append(out, unpack(in, depth-1)...)
		}
		return out
	}
	return []blob{b}
}

func packed(open func(io.Reader) (io.Reader, error)) func(blob) []blob {
	return func(b blob) []blob {
		r, err := open(bytes.NewReader(b.data))
		if err == nil {
			b.data, err = readAll(r)
		}
		if err != nil {
			b.err = fmt.Errorf("unpack it: %w", err)
		}
		return []blob{b}
	}
}

func refused(why string) func(blob) []blob {
	return func(b blob) []blob {
		b.err = errors.New(why)
		return []blob{b}
	}
}

func unzip(b blob) []blob {
	z, err := zip.NewReader(bytes.NewReader(b.data), int64(len(b.data)))
	if err != nil {
		b.err = fmt.Errorf("unpack it: %w", err)
		return []blob{b}
	}
	var out []blob
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		in := blob{name: b.name + "!" + f.Name, at: f.Modified}
		r, err := f.Open()
		if err == nil {
			in.data, err = readAll(r)
			_ = r.Close()
		}
		in.err = err
		out = append(out, in)
	}
	return out
}

func untar(b blob) []blob {
	var out []blob
	t := tar.NewReader(bytes.NewReader(b.data))
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			b.err = fmt.Errorf("unpack it: %w", err)
			return append(out, b)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		in := blob{name: b.name + "!" + h.Name, at: h.ModTime}
		in.data, in.err = readAll(t)
		out = append(out, in)
	}
}

// readAll reads up to maxFile.
func readAll(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err == nil && len(raw) > maxFile {
		err = fmt.Errorf("larger than %d MiB: not a capture", maxFile>>20)
	}
	return raw, err
}

// bareName is the name of a file without folders, archive and endings.
func bareName(file string) string {
	name := file[strings.LastIndexAny(file, "/!\\")+1:]
	for _, ext := range []string{".gz", ".bz2", ".zst", ".xz"} {
		name = strings.TrimSuffix(name, ext)
	}
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	return name
}
