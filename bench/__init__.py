"""What the product costs, side by side with what people would otherwise use: `script/bench`."""
