PYTHON ?= python3
export PORT STAY
.PHONY: demo test serve assets lint bench prove
demo test serve assets lint bench prove:
	@$(PYTHON) deploy/bootstrap.py $@ $(ARGS)
