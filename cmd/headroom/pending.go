package main

import (
	"context"

	"github.com/spf13/cobra"
)

func newLab(*globals) *cobra.Command  { return &cobra.Command{Use: "lab"} }
func newDemo(*globals) *cobra.Command { return &cobra.Command{Use: "demo"} }
func newTUI(*globals) *cobra.Command  { return &cobra.Command{Use: "tui"} }

func openTUI(context.Context, *globals, string) error { return nil }
