PYTHON ?= python3
export PORT STAY
.PHONY: demo test serve assets lint bench
demo test serve assets lint bench:
	@$(PYTHON) deploy/bootstrap.py $@ $(ARGS)
