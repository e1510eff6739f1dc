"""Tests of plan and control."""
