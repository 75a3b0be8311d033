"""What a reviewer waits for, measured beside baselines."""
