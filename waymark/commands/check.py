"""Check that this installation is sound, and say how to mend what is not."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(_: argparse.Namespace) -> int:
    """soon"""
    return 0
