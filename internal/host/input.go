package host

import (
	"fmt"
	"io"
	"os"
	"syscall"
)

// maxInput is the largest file that is read whole: the answers of many sessions.
const maxInput = 256 << 20

// Read reads a regular file, or in where path is "-" and there is an in: a device
// file never ends, and a pipe with a name waits for who writes into it.
func Read(in io.Reader, path string) ([]byte, error) {
	if path == "-" && in != nil {
		return readLimited(in, "standard input", maxInput)
	}
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	switch st, err := f.Stat(); {
	case err != nil:
		return nil, err
	case st.IsDir():
		return nil, fmt.Errorf("%s is a folder", path)
	case !st.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no regular file (- reads standard input)", path)
	}
	return readLimited(f, path, maxInput)
}

func readLimited(r io.Reader, name string, most int64) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if int64(len(raw)) > most {
		return nil, fmt.Errorf("%s is larger than %d MiB", name, most>>20)
	}
	return raw, nil
}
