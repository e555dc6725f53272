package replay

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"os/exec"
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

// A file is unpacked to so much in all, in so many members and so deep (a log in gzip
// in a tar in gzip): a bomb ends with a message, not with the memory.
const (
	maxUnpacked = 2 << 30
	maxMembers  = 100_000
	maxDepth    = 3
)

// packings are told by the first bytes of a file, not by its name.
var packings = []struct {
	magic string
	at    int
	open  func(b blob, left *int64, each func(blob))
}{
	{"\x1f\x8b", 0, packed(func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) })},
	{"BZh", 0, packed(func(r io.Reader) (io.Reader, error) { return bzip2.NewReader(r), nil })},
	{"\x28\xb5\x2f\xfd", 0, packed(func(r io.Reader) (io.Reader, error) {
		return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxFile))
	})},
	{"\xfd7zXZ\x00", 0, packed(unxz)},
	{"7z\xbc\xaf\x27\x1c", 0, refused("packed with 7-Zip: unpack it first")},
	{"PK\x03\x04", 0, unzip},
	{"ustar", 257, untar},
}

// unpack gives what a file holds, one after the other: itself, or what is packed in it.
func unpack(b blob, depth int, left *int64, each func(blob)) {
	if b.err != nil {
		each(b)
		return
	}
	for _, p := range packings {
		if len(b.data) < p.at+len(p.magic) || string(b.data[p.at:p.at+len(p.magic)]) != p.magic {
			continue
		}
		if depth == 0 {
			b.err = errors.New("packed too often to be read")
			each(b)
			return
		}
		p.open(b, left, func(in blob) { unpack(in, depth-1, left, each) })
		return
	}
	each(b)
}

func packed(open func(io.Reader) (io.Reader, error)) func(blob, *int64, func(blob)) {
	return func(b blob, left *int64, each func(blob)) {
		r, err := open(bytes.NewReader(b.data))
		if err == nil {
			b.data, err = readSome(r, left)
			if c, ok := r.(io.Closer); ok {
				err = errors.Join(err, c.Close())
			}
		}
		if err != nil {
			b.err = fmt.Errorf("unpack it: %w", err)
		}
		each(b)
	}
}

func refused(why string) func(blob, *int64, func(blob)) {
	return func(b blob, _ *int64, each func(blob)) {
		b.err = errors.New(why)
		each(b)
	}
}

func unzip(b blob, left *int64, each func(blob)) {
	z, err := zip.NewReader(bytes.NewReader(b.data), int64(len(b.data)))
	if err == nil && len(z.File) > maxMembers {
		err = fmt.Errorf("more than %d files in it", maxMembers)
	}
	if err != nil {
		b.err = fmt.Errorf("unpack it: %w", err)
		each(b)
		return
	}
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		in := blob{name: b.name + "!" + f.Name, at: f.Modified}
		r, err := f.Open()
		if err == nil {
			in.data, err = readSome(r, left)
			_ = r.Close()
		}
		in.err = err
		each(in)
		if *left <= 0 {
			return
		}
	}
}

func untar(b blob, left *int64, each func(blob)) {
	t := tar.NewReader(bytes.NewReader(b.data))
	for n := 0; ; n++ {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err == nil && n == maxMembers {
			err = fmt.Errorf("more than %d files in it", maxMembers)
		}
		if err != nil {
			b.err = fmt.Errorf("unpack it: %w", err)
			each(b)
			return
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		in := blob{name: b.name + "!" + h.Name, at: h.ModTime}
		in.data, in.err = readSome(t, left)
		each(in)
		if *left <= 0 {
			return
		}
	}
}

// unxz has the program xz unpack: there is no reader for it among our libraries.
func unxz(r io.Reader) (io.Reader, error) {
	program, err := exec.LookPath("xz")
	if err != nil {
		return nil, errors.New("packed with xz, and the program xz is not here: unpack it first (xz -dk FILE)")
	}
	cmd := exec.Command(program, "--decompress", "--stdout", "--memlimit=256MiB")
	cmd.Stdin = r
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	return &running{out, cmd}, err
}

// running is the output of a program, which ends when it is closed.
type running struct {
	io.ReadCloser
	cmd *exec.Cmd
}

func (r *running) Close() error {
	_ = r.ReadCloser.Close() // before the end the program is told so by its pipe
	if err := r.cmd.Wait(); err != nil {
		return fmt.Errorf("xz: %w", err)
	}
	return nil
}

// readSome is readAll, of what may still be unpacked of a file.
func readSome(r io.Reader, left *int64) ([]byte, error) {
	raw, err := readAll(io.LimitReader(r, *left+1))
	if *left -= int64(len(raw)); *left < 0 {
		return nil, fmt.Errorf("it unpacks to more than %d GiB in all: not captures", maxUnpacked>>30)
	}
	return raw, err
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
