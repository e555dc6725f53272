package collect

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/headroom-audit/headroom/inventory"
)

// Check says why a secret could not be had, as far as that is seen without having
// it: nobody is asked, no program is run, and nothing of a file is kept.
func (v *Vault) Check(r inventory.Ref) error {
	switch r.Kind {
	case "env":
		if s, ok := v.src.Env(r.Value); !ok || s == "" {
			return fmt.Errorf("the environment has no %s", r.Value)
		}
	case "file", "key":
		b, err := v.file(home(r.Value))
		defer clear(b)
		if err == nil && len(b) == 0 {
			err = fmt.Errorf("%s is empty", r)
		}
		return err
	case "cmd":
		return CheckProgram(r.Value)
	case "ask":
		if v.src.Ask == nil {
			return errors.New("nobody is there to ask")
		}
	}
	return nil
}

// CheckProgram says whether the program that a command line for sh begins with is
// on the path; nil also where only a shell could tell.
func CheckProgram(line string) error {
	for word := range strings.FieldsSeq(line) {
		name, _, assigned := strings.Cut(word, "=")
		switch {
		case assigned && !strings.ContainsAny(name, `/"'$`):
			continue // VAR=value before the program
		case word == "exec":
			continue
		case strings.ContainsAny(word, "\"'`$(){}[];|&<>*?~!#\\") || strings.Contains(" if for while case until . : test cd set eval umask export ", " "+word+" "):
			return nil
		}
		if _, err := exec.LookPath(word); err != nil {
			if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) {
				return fmt.Errorf("there is no program %s", word)
			}
			return err
		}
		return nil
	}
	return errors.New("the command is empty")
}
