package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// bench holds the woven test programs of the packages, each built once.
type bench struct {
	dir, overlay string
	also         folder
	packages     map[string]folder
	programs     map[string]string
}

var mutantName = regexp.MustCompile(`\bmutant-(\d+):\d+`)

// compiled drops the mutants that are no Go, and gives those that are left.
func (b *bench) compiled(ctx context.Context, packages []folder, mutants []mutant) ([]mutant, error) {
	for {
		var err error
		if b.overlay, err = overlay(b.dir, packages, mutants); err != nil {
			return nil, err
		}
		args := []string{"build", "-overlay", b.overlay}
		for _, p := range packages {
			args = append(args, p.ImportPath)
		}
		out, err := exec.CommandContext(ctx, "go", args...).CombinedOutput()
		if err == nil {
			return mutants, nil
		}
		wrong := map[string]bool{}
		for _, m := range mutantName.FindAllStringSubmatch(string(out), -1) {
			wrong[m[1]] = true
		}
		if len(wrong) == 0 {
			return nil, fmt.Errorf("go build: %w: %s", err, out)
		}
		mutants = slices.DeleteFunc(mutants, func(m mutant) bool { return wrong[strconv.Itoa(m.number)] })
	}
}

// program builds the tests of a package once, and sees that they pass where no mutant
// lives.
func (b *bench) program(ctx context.Context, p folder) (string, error) {
	if path, ok := b.programs[p.ImportPath]; ok || !p.hasTests() {
		return path, nil
	}
	path := filepath.Join(b.dir, strings.ReplaceAll(p.ImportPath, "/", "_")+".test")
	out, err := exec.CommandContext(ctx, "go", "test", "-c", "-vet=off", "-overlay", b.overlay, "-o", path, p.ImportPath).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go test -c %s: %w: %s", p.ImportPath, err, out)
	}
	if killed, err := runs(ctx, path, p.Dir, 0); err != nil || killed {
		return "", errors.Join(err, fmt.Errorf("%s: its tests fail without a mutant", p.ImportPath))
	}
	b.programs[p.ImportPath] = path
	return path, nil
}

// killed says which tests saw a mutant: "own", "registry", or "" for none.
func (b *bench) killed(ctx context.Context, m mutant) (string, error) {
	for _, by := range []struct {
		name string
		p    folder
	}{{"own", b.packages[m.pkg]}, {"registry", b.also}} {
		path, err := b.program(ctx, by.p)
		if err != nil {
			return "", err
		}
		if path == "" {
			continue
		}
		if dead, err := runs(ctx, path, by.p.Dir, m.number); err != nil || dead {
			return by.name, err
		}
	}
	return "", nil
}

// runs runs a test program with one mutant alive and says whether it failed. What
// runs for ever is seen too.
func runs(ctx context.Context, path, dir string, number int) (failed bool, err error) {
	c := exec.CommandContext(ctx, path, "-test.short", "-test.failfast", "-test.timeout", "90s")
	c.Dir = dir
	c.Env = append(os.Environ(), fmt.Sprintf("%s=%d", asks, number))
	err = c.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && ctx.Err() == nil {
		return true, nil
	}
	return false, err
}
