import inspect

from formcheck import errors


def test_every_error_is_exported_documented_and_ends_with_exit_code_2() -> None:
    classes = {name: c for name, c in vars(errors).items() if inspect.isclass(c) and issubclass(c, Exception)}
    assert set(errors.__all__) == set(classes)
    stopping = [c for c in classes.values() if not issubclass(c, Warning)]
    assert all(issubclass(c, errors.FormcheckError) for c in stopping)
    assert all(getattr(c, "exit_code", None) == 2 for c in stopping)
    assert all(name in (errors.__doc__ or "") for name in classes)
